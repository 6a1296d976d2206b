-- People at a reseller sign in as everybody does; a link may also have been handed to who brought the
-- client in, which its purpose says.
ALTER TABLE portal.sign_in_link
    DROP CONSTRAINT sign_in_link_kind_check,
    DROP CONSTRAINT sign_in_link_purpose_check,
    ADD COLUMN reseller_id uuid,
    ADD CONSTRAINT sign_in_link_kind_check CHECK (kind IN ('staff', 'contact', 'reseller')),
    ADD CONSTRAINT sign_in_link_purpose_check CHECK (purpose IN ('sign_in', 'notice', 'onboarding')),
    ADD CONSTRAINT sign_in_link_reseller_check CHECK ((reseller_id IS NOT NULL) = (kind = 'reseller'));

-- brand: the name under which the reseller's people and clients know it.
ALTER TABLE portal.session
    DROP CONSTRAINT session_kind_check,
    ADD COLUMN reseller_id uuid,
    ADD COLUMN brand text,
    ADD CONSTRAINT session_kind_check CHECK (kind IN ('staff', 'contact', 'reseller')),
    ADD CONSTRAINT session_reseller_check CHECK ((reseller_id IS NOT NULL) = (kind = 'reseller'));
