"""The pages about scenarios, their plans, and the service plans adopted from them."""
