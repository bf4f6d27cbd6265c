FLASK_APP=award:create_app
