import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { answer, client, new_request_id } from '../../api/client';
import { FormButtons, TextField } from '../../components/form';
import { useAnnounce } from '../../components/live';
import { ErrorSummary, ProblemMessage } from '../../components/message';
import { Modal } from '../../components/modal';
import { save_file } from '../../components/save_file';

/** Prints the demand for a debt; that it was sent and reached the debtor is recorded in its case. */
export function DemandDialog({ id, on_close }: { id: string; on_close: () => void }) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const [demanded_by, set_demanded_by] = useState('');
  const [tried, set_tried] = useState(false);
  const print = useMutation({
    mutationFn: () => answer(client.POST('/v1/debts/{id}/letters', { params: { path: { id }, header: { 'Request-Id': new_request_id() } }, body: { form: 'demand', demanded_by }, parseAs: 'blob' })),
    onSuccess: (file) => {
      save_file(file as unknown as Blob, 'demand.pdf');
      announce(t('enforce.demand_printed'));
      on_close();
    },
  });
  const problems = demanded_by ? [] : [{ id: 'demanded-by', text: t('enforce.need', { field: t('enforce.field.demanded_by') }) }];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set_tried(true);
    if (problems.length === 0) print.mutate();
  };
  return (
    <Modal title={t('enforce.print_demand')} on_close={on_close}>
      <form className="stack" onSubmit={submit} noValidate>
        <p>{t('enforce.print_demand_lead')}</p>
        {tried && <ErrorSummary problems={problems} />}
        {print.error && <ProblemMessage error={print.error} />}
        <TextField id="demanded-by" type="date" label={t('enforce.field.demanded_by')} value={demanded_by} error={tried ? problems[0]?.text : undefined} onChange={(event) => set_demanded_by(event.target.value)} />
        <FormButtons label={t('enforce.print_demand')} disabled={print.isPending} on_cancel={on_close} />
      </form>
    </Modal>
  );
}
