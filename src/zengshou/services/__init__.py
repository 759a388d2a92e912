"""Floor 6. One function a verb; command line, web and API call the same one."""
