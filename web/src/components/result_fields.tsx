import { useTranslation } from 'react-i18next';
import { discrepancy_kinds, nothing_found, type ActionDraft, type DiscrepancyKind, type Found } from './action_draft';
import { CheckGroup, RadioGroup, TextField } from './form';

/** A result as it is entered: an examination, a second look or an audit after release. */
export type ResultDraft = Pick<ActionDraft, 'result' | 'kinds' | 'found' | 'reason'>;

export function ResultFields({ draft, error_of, on_change }: { draft: ResultDraft; error_of: (id: string) => string | undefined; on_change: (change: Partial<ResultDraft>) => void }) {
  const { t } = useTranslation();
  const set = (kind: DiscrepancyKind, change: Partial<Found>) => on_change({ found: { ...draft.found, [kind]: { ...nothing_found, ...draft.found[kind], ...change } } });
  return (
    <>
      <RadioGroup
        id="action-result"
        name="result"
        legend={t('actions.result')}
        value={draft.result}
        on_change={(value) => on_change({ result: value as ResultDraft['result'] })}
        error={error_of('action-result')}
        choices={(['conforming', 'discrepancy'] as const).map((value) => ({ value, label: t(`actions.${value}`) }))}
      />
      {draft.result === 'discrepancy' && (
        <>
          <CheckGroup
            id="action-kinds"
            name="kinds"
            legend={t('actions.kinds')}
            values={draft.kinds}
            on_change={(values) => on_change({ kinds: discrepancy_kinds.filter((kind) => values.includes(kind)) })}
            error={error_of('action-kinds')}
            choices={discrepancy_kinds.map((value) => ({ value, label: t(`actions.kind.${value}`) }))}
          />
          {draft.kinds.map((kind) => {
            const found = draft.found[kind] ?? nothing_found;
            return (
              <fieldset key={kind} className="card stack-small">
                <legend>{t(`actions.kind.${kind}`)}</legend>
                <TextField small label={t('work.declared')} maxLength={500} value={found.declared} onChange={(event) => set(kind, { declared: event.target.value })} />
                <TextField small id={`found-${kind}`} label={t('work.found')} maxLength={500} value={found.found} onChange={(event) => set(kind, { found: event.target.value })} error={error_of(`found-${kind}`)} />
                {kind === 'value' && <TextField small id="revenue" inputMode="numeric" label={t('work.revenue')} hint={t('work.revenue_hint')} value={found.revenue} onChange={(event) => set(kind, { revenue: event.target.value })} error={error_of('revenue')} />}
              </fieldset>
            );
          })}
        </>
      )}
    </>
  );
}
