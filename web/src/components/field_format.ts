import type { TFunction } from 'i18next';
import type { Schemas } from '../api/client';

type Format = Schemas['ElementField']['format'];

/** The format of a field in words, from its WCO notation as the server read it. */
export function describe_format(format: Format, t: TFunction): string {
  const most = format.max_length ?? 0;
  const exact = most > 0 && format.min_length === most;
  switch (format.kind) {
    case 'date':
      return t('format.date');
    case 'number':
      return (format.decimals ?? 0) > 0
        ? t('format.decimal', { digits: (format.digits ?? 0) - (format.decimals ?? 0), decimals: format.decimals ?? 0 })
        : t('format.whole', { digits: format.digits ?? 0 });
    case 'digits':
      return exact ? t('format.digits_exact', { count: most }) : t('format.digits', { count: most });
    case 'letters':
      return exact ? t('format.letters_exact', { count: most }) : t('format.letters', { count: most });
    case 'text':
      return exact ? t('format.text_exact', { count: most }) : t('format.text', { count: most });
  }
}
