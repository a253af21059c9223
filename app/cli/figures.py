from flask.cli import AppGroup

figures = AppGroup("figures", help="Publish the board's figures.")
