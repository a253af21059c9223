"""Numbers and addresses of a board that has put its own in the place of the made-up ones."""

OWN_CONTACTS = {
    "advocate_number": "020 8123 4567",
    "out_of_hours_number": "020 8123 4568",
    "complaints_number": "020 8123 4569",
    "complaints_email": "complaints@southbank.example.org",
    "data_protection_number": "020 8123 4570",
    "data_protection_email": "data@southbank.example.org",
}
