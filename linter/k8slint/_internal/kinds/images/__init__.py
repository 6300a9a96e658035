"""What is known of images: their names, what runs in them, which ports and folders they use."""
