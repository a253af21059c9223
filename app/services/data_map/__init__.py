"""The data map: what every column holds, why, on what basis, for how long, and who can open it. docs/privacy.md."""
