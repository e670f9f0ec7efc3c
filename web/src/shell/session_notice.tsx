import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../api/session';
import { Message } from '../components/message';

/** How long before the end of the session people are asked, in milliseconds: enough to read, decide and act. */
const notice = 5 * 60_000;

/** Says in time that the session is about to end, and lets it be extended. */
export function SessionNotice() {
  const { t } = useTranslation();
  const { me, refresh } = useSession();
  const [now, set_now] = useState(Date.now);
  const [final, set_final] = useState(false);
  const end = me ? Date.parse(me.expires_at) : NaN;
  useEffect(() => {
    const timer = window.setInterval(() => set_now(Date.now()), 15_000);
    return () => window.clearInterval(timer);
  }, []);
  useEffect(() => set_final(false), [end]);
  useEffect(() => {
    // Past its end, one question to the server settles it: a new end, or signed out.
    if (end <= now) void refresh();
  }, [end, now, refresh]);
  if (!me || Number.isNaN(end) || end - now > notice || end <= now) return null;
  const extend = async () => {
    await refresh();
    set_final(true);
  };
  return (
    <div className="inner">
      <Message tone="warning">
        <div className="spread">
          <span>{final ? t('shell.session_final') : t('shell.session_ending', { minutes: Math.max(1, Math.round((end - now) / 60_000)) })}</span>
          {!final && (
            <button type="button" className="krds-btn tertiary xsmall" onClick={() => void extend()}>
              {t('shell.session_extend')}
            </button>
          )}
        </div>
      </Message>
    </div>
  );
}
