import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { GradeBadge } from '../../components/badge';
import { LawLink } from '../../components/law_link';
import { Loading, Message, ProblemMessage } from '../../components/message';
import { format_won } from '../../messages/format';
import type { ExportProcedure } from './model';
import { useWork } from './work';

type Option = Schemas['ProcedureOption'];
const known_effects = ['certificate', 'drawback', 'reimport_relief', 'export_record', 'zero_rating', 'statistics'] as const;

function is_export(procedure: Option['procedure']): procedure is ExportProcedure {
  return procedure !== 'import';
}

/** Kinds of "not without more" are one word here; the sentence beside it says which. */
const known_given = ['yes', 'no', 'partly'] as const;

function Gives({ gives }: { gives: Option['gives'] }) {
  const { t } = useTranslation();
  return (
    <ul className="gives">
      {gives.map((effect) => {
        const name = known_effects.find((one) => one === effect.effect);
        const label = name ? t(`filing.effect.${name}`) : effect.effect;
        const given = known_given.find((one) => one === effect.given) ?? 'unconfirmed';
        return (
          <li key={effect.effect}>
            <span className={given === 'yes' ? 'krds-badge green' : given === 'no' ? 'krds-badge' : 'krds-badge orange'}>{t(`filing.given.${given}`)}</span> {label}
            {effect.text && given !== 'yes' && given !== 'no' && <span className="small subtle"> {effect.text}</span>}{' '}
            {effect.cite && (
              <span className="small">
                <LawLink cite={effect.cite} grade={effect.grade} />
                {effect.grade && effect.grade !== 'statute' && effect.grade !== 'notice' && (
                  <>
                    {' '}
                    <GradeBadge grade={effect.grade} />
                  </>
                )}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function OptionCard({ option, chosen, on_choose }: { option: Option & { procedure: ExportProcedure }; chosen: boolean; on_choose: () => void }) {
  const { t } = useTranslation();
  const id = `option-${option.procedure}`;
  return (
    <div className={`card option${chosen ? ' chosen' : ''}${option.open ? '' : ' closed'}`}>
      <label className="krds-form-check">
        <input type="radio" id={id} name="procedure" value={option.procedure} checked={chosen} disabled={!option.open} onChange={on_choose} aria-describedby={`${id}-about`} />
        <strong>{t(`procedure.${option.procedure}`)}</strong>
      </label>
      <p className="row">
        {option.recommended && <span className="krds-badge blue">{t('filing.recommended')}</span>}
        <span className={option.open ? 'krds-badge green' : 'krds-badge red'}>{t(option.open ? 'filing.open' : 'filing.closed')}</span>
      </p>
      <div id={`${id}-about`} className="stack-small">
        {option.reasons.length > 0 && (
          <>
            <h2>{t(option.open ? 'filing.why_open' : 'filing.why_closed')}</h2>
            <ul className="bullets">
              {option.reasons.map((reason, at) => (
                <li key={at}>
                  {reason.text} {reason.cite && <LawLink cite={reason.cite} />}
                </li>
              ))}
            </ul>
          </>
        )}
        <h2>{t('filing.gives')}</h2>
        <Gives gives={option.gives} />
        <h2>{t('filing.costs')}</h2>
        <p>
          {t('filing.elements', { count: option.costs.elements })}
          {option.open && ` · ${t('filing.missing', { count: option.costs.elements_missing })}`}
        </p>
        {option.costs.text && <p className="small subtle">{option.costs.text}</p>}
      </div>
    </div>
  );
}

/** The three procedures side by side: open or closed and why, what each gives and costs. */
export function ProcedureStep() {
  const { t } = useTranslation();
  const { draft, filing, check, check_error } = useWork();
  const { update } = draft;
  const recommended = check?.recommended_procedure;
  const options = (check?.options ?? []).filter((option): option is Option & { procedure: ExportProcedure } => is_export(option.procedure));
  const chosen_is_open = options.some((option) => option.procedure === filing.procedure && option.open);
  const recommended_is_open = options.some((option) => option.procedure === recommended && option.open);
  useEffect(() => {
    // Until the trader decides, the recommended procedure is the one that is marked.
    if (!filing.chosen && recommended_is_open && recommended && is_export(recommended) && recommended !== filing.procedure) update((before) => ({ ...before, procedure: recommended }));
  }, [filing.chosen, filing.procedure, recommended, recommended_is_open, update]);
  if (!check) return check_error ? <ProblemMessage error={check_error} /> : <Loading />;
  return (
    <>
      {check.reasons.length > 0 && (
        <Message tone="information" title={recommended && recommended_is_open ? t('filing.we_recommend', { procedure: t(`procedure.${recommended}`) }) : undefined}>
          <ul className="bullets">
            {check.reasons.map((reason, at) => (
              <li key={at}>
                {reason.text} {reason.cite && <LawLink cite={reason.cite} />}
              </li>
            ))}
          </ul>
        </Message>
      )}
      {typeof check.value_krw === 'number' && <p>{t('filing.value_krw', { value: format_won(check.value_krw) })}</p>}
      {options.length > 0 && !options.some((option) => option.open) && <Message tone="danger" title={t('filing.none_open')} />}
      {filing.chosen && !chosen_is_open && options.some((option) => option.open) && <Message tone="warning">{t('filing.chosen_closed', { procedure: t(`procedure.${filing.procedure}`) })}</Message>}
      <fieldset>
        <legend className="visually-hidden">{t('filing.step.procedure')}</legend>
        <div className="options">
          {options.map((option) => (
            <OptionCard key={option.procedure} option={option} chosen={filing.procedure === option.procedure && option.open} on_choose={() => update((before) => ({ ...before, procedure: option.procedure, chosen: true }))} />
          ))}
        </div>
      </fieldset>
    </>
  );
}
