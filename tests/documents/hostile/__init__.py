"""Files that mean harm, built by code: each names the reason for which it must be refused."""
