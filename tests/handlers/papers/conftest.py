from tests.handlers.console.conftest import house as house
