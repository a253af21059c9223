from flask.cli import AppGroup

demo = AppGroup("demo", help="Fill an empty database with people and words that are made up.")
