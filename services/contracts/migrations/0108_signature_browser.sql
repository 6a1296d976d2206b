-- Which browser a signature came from is evidence, as its address is.
CREATE OR REPLACE FUNCTION contracts.signature_page(s contracts.signature) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT jsonb_build_object(
        'id', s.id, 'version_id', s.version_id, 'contact_id', s.contact_id, 'typed_name', s.typed_name,
        'job_title', s.job_title, 'signed_on', coalesce(s.stated_on, clock.day_of(s.signed_at)),
        'signed_at', contracts.moment(s.signed_at), 'digest', encode(s.digest, 'hex'), 'method', s.method,
        'address', s.address, 'user_agent', s.user_agent, 'email', s.email,
        'terms_shown', s.terms_shown, 'file', s.file,
        'recorded_by', s.recorded_by, 'recorded_at', contracts.moment(s.recorded_at))
$$;
