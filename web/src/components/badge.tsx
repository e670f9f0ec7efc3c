import { useTranslation } from 'react-i18next';

export type Channel = 'green' | 'orange' | 'red';

/** Each channel has its own shape beside its colour and its words. */
function Shape({ channel }: { channel: Channel }) {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" fill="currentColor" aria-hidden="true" focusable="false">
      {channel === 'green' && <circle cx="5" cy="5" r="4.5" />}
      {channel === 'orange' && <path d="M5 .5 9.8 9.5H.2Z" />}
      {channel === 'red' && <rect x=".5" y=".5" width="9" height="9" />}
    </svg>
  );
}

export function ChannelBadge({ channel, long = false }: { channel: Channel; long?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={`krds-badge ${channel}`}>
      <Shape channel={channel} />
      {t(`channel.${channel}`)}
      {long && ` · ${t(`channel_treatment.${channel}`)}`}
    </span>
  );
}

export type Grade = 'statute' | 'notice' | 'press' | 'reconstructed' | 'design' | 'verify';
const grade_tone: Record<Grade, string> = { statute: 'blue', notice: 'blue', press: '', reconstructed: 'orange', design: '', verify: 'orange' };

/** How sure a citation is, in words. */
export function GradeBadge({ grade }: { grade: Grade }) {
  const { t } = useTranslation();
  return (
    <span className={`krds-badge ${grade_tone[grade]}`} title={t(`grade_meaning.${grade}`)}>
      {t(`grade.${grade}`)}
    </span>
  );
}
