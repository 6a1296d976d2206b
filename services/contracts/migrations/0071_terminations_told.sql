-- Until when the data are returned or deleted after the end: what clients are told, and what the
-- register of ends holds the provider to.
ALTER TABLE contracts.termination ADD COLUMN data_by date;
ALTER TABLE contracts.termination NO FORCE ROW LEVEL SECURITY;
UPDATE contracts.termination SET data_by = least(ends_on + 30, '9999-12-31');
ALTER TABLE contracts.termination FORCE ROW LEVEL SECURITY;
ALTER TABLE contracts.termination ALTER data_by SET NOT NULL, ADD CHECK (data_by >= ends_on);

CREATE OR REPLACE FUNCTION contracts.termination_page(t contracts.termination) RETURNS jsonb LANGUAGE sql STABLE
AS $$
    SELECT jsonb_build_object(
        'id', t.id, 'agreement_id', t.agreement_id, 'by', t.by, 'reason', t.reason, 'given_on', t.given_on,
        'notice_days', t.notice_days, 'ends_on', t.ends_on, 'end_choice', t.end_choice, 'data_by', t.data_by,
        'products', contracts.product_names(ARRAY(
            SELECT (cut.product ->> 'product_id')::uuid FROM jsonb_array_elements(t.cut) AS cut (product))),
        'recorded_by', t.recorded_by, 'recorded_at', contracts.moment(t.recorded_at),
        'withdrawn_at', contracts.moment(w.withdrawn_at), 'withdrawn_because', w.reason)
    FROM (SELECT) one
    LEFT JOIN contracts.termination_withdrawal w ON (w.tenant_id, w.termination_id) = (t.tenant_id, t.id)
$$;
