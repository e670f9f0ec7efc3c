import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from './icon';

/**
 * A dialog on the browser's own <dialog>: focus is kept inside, Escape closes it, and focus returns to where it was.
 * `footer` holds its buttons.
 */
export function Modal({ title, on_close, children, footer }: { title: string; on_close: () => void; children: ReactNode; footer?: ReactNode }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className="krds-modal"
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        on_close();
      }}
    >
      <div className="modal-header">
        <h2 id={heading}>{title}</h2>
        <button type="button" className="krds-btn text xsmall" onClick={on_close} aria-label={t('common.close')}>
          <Icon name="close" />
        </button>
      </div>
      <div className="modal-conts stack">{children}</div>
      {footer && <div className="modal-btn">{footer}</div>}
    </dialog>
  );
}
