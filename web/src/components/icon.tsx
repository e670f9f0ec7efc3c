const paths = {
  check: 'M3.5 8.5 6.5 11.5 12.5 4.5',
  close: 'M4 4l8 8M12 4l-8 8',
  menu: 'M2 4h12M2 8h12M2 12h12',
  globe: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM1.8 8h12.4M8 1.8c2 2 2.6 4 2.6 6.2S10 12.2 8 14.2C6 12.2 5.4 10.2 5.4 8S6 3.8 8 1.8Z',
  down: 'M3.5 6 8 10.5 12.5 6',
  up: 'M3.5 10 8 5.5 12.5 10',
  updown: 'M5 6 8 3l3 3M5 10l3 3 3-3',
  warning: 'M8 2 14.5 13.5H1.5L8 2ZM8 6.5v3.2M8 11.4v.6',
  info: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 7.2v4M8 4.6v.8',
  download: 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11',
  user: 'M8 8.2a2.9 2.9 0 1 0 0-5.8 2.9 2.9 0 0 0 0 5.8ZM2.5 14c.4-2.8 2.6-4.2 5.5-4.2s5.1 1.4 5.5 4.2',
  dice: 'M3 3h10v10H3ZM5.7 5.7v.01M10.3 10.3v.01M8 8v.01M10.3 5.7v.01M5.7 10.3v.01',
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9ZM10.3 10.3 14 14',
} as const;

export type IconName = keyof typeof paths;

/** A small drawing beside words; it says nothing the words do not, so assistive technology skips it. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
