-- Whom the record of Art. 30(2)(a) names beside a controller, where there is such a person.
ALTER TABLE contracts.client ADD COLUMN representative text, ADD COLUMN dpo text;
GRANT UPDATE (representative, dpo) ON contracts.client TO contracts;
