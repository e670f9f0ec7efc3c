import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { answer, client, new_request_id } from '../../api/client';
import { file_body, type EvidencePlace } from '../../components/evidence_files';
import { useAnnounce } from '../../components/live';
import type { Notice } from './model';
import { notice_query } from './queries';

/** The files that belong to a notice. */
export function useEvidence(notice: Notice): Required<EvidencePlace> {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const announce = useAnnounce();
  return {
    evidence: notice.evidence,
    add: async (file) => {
      const path = { id: notice.id, evidence_id: new_request_id() };
      const after = await answer(client.PUT('/v1/notices/{id}/evidence/{evidence_id}', { params: { path, query: { name: file.name }, header: { 'Request-Id': new_request_id() } }, ...file_body(file) }));
      queries.setQueryData(notice_query(notice.id, i18n.language).queryKey, after);
      announce(t('work.evidence_added'));
    },
    read: async (evidence_id, purpose, request_id) => {
      const path = { id: notice.id, evidence_id };
      const file = await answer(client.POST('/v1/notices/{id}/evidence/{evidence_id}/reads', { params: { path, header: { 'Request-Id': request_id } }, body: { purpose }, parseAs: 'blob' }));
      return file as unknown as Blob;
    },
  };
}
