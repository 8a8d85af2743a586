"""The widgets in a real JupyterLab, moved by mouse and keyboard."""
