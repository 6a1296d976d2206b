-- Parts of the answer that few agreements have, each asked for only where it is there: a statement
-- that names fewer tables is begun sooner.
CREATE FUNCTION contracts.proposal_page(agreement uuid) RETURNS jsonb LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'id', m.id, 'version_id', contracts.to_accept(agreement), 'from_day', m.from_day, 'terms', m.terms,
            'begins', contracts.product_names(m.begins), 'ends', contracts.product_names(m.ends),
            'reason', m.reason, 'proposed_at', contracts.moment(m.proposed_at))
        FROM contracts.open_amendment(agreement) m);
END $$;

CREATE FUNCTION contracts.period_page(agreement uuid) RETURNS jsonb LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN (
        SELECT jsonb_build_object(
            'number', p.number, 'runs_until', p.runs_until, 'notice_days', p.notice_days,
            'review_on', p.review_on, 'note', p.note, 'recorded_by', p.recorded_by,
            'recorded_at', contracts.moment(p.recorded_at))
        FROM contracts.agreement_period p
        WHERE (p.tenant_id, p.agreement_id) = (bus.tenant(), agreement) ORDER BY p.number DESC LIMIT 1);
END $$;

CREATE FUNCTION contracts.agreement_drifts(agreement uuid) RETURNS boolean LANGUAGE plpgsql STABLE
AS $$
BEGIN
    RETURN coalesce((SELECT d.drift FROM contracts.drift(ARRAY[agreement]) d), false);
END $$;
