"""What `config.py` judges settings by: plain Python, loaded without the application."""
