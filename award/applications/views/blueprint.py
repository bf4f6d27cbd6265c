"""The one blueprint of the chapter: endpoints are `applications.<name>`."""

from flask import Blueprint

blueprint = Blueprint("applications", __name__)
