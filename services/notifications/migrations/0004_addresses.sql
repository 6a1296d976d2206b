-- Nobody is told twice at one address; a corrected address of the same person is another recipient.
ALTER TABLE notifications.delivery
    DROP CONSTRAINT delivery_tenant_id_notice_id_channel_contact_id_key,
    ADD UNIQUE (tenant_id, notice_id, channel, recipient_id);
