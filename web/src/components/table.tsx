import type { ReactNode } from 'react';

interface NumberHead {
  of_numbers: ReactNode;
}

const is_of_numbers = (head: ReactNode | NumberHead): head is NumberHead => typeof head === 'object' && head !== null && 'of_numbers' in head;

/** Heads a column of numbers, which stand to the right. */
export const of_numbers = (head: ReactNode): NumberHead => ({ of_numbers: head });

interface Props {
  title: string;
  /** One that is false stands for a column left out. */
  heads: (ReactNode | NumberHead)[];
  /** Roomier rows, for short lists. */
  roomy?: boolean;
  /** Shows the title above the table, where no heading does. */
  titled?: boolean;
  /** Long heads may take more than one line. */
  wrapped_heads?: boolean;
  /** Rows of sums. */
  foot?: ReactNode;
  children: ReactNode;
}

/** A table in a frame that scrolls sideways by itself. The title names both; the children are the rows. */
export function Table({ title, heads, roomy, titled, wrapped_heads, foot, children }: Props) {
  return (
    <div className="krds-table-wrap" tabIndex={0} role="region" aria-label={title}>
      <table className={`tbl${roomy ? '' : ' dense'}${wrapped_heads ? ' wrapped-heads' : ''}`}>
        <caption className={titled ? undefined : 'visually-hidden'}>{title}</caption>
        <thead>
          <tr>
            {heads.map(
              (head, at) =>
                head && (
                  <th scope="col" key={at} className={is_of_numbers(head) ? 'right' : undefined}>
                    {is_of_numbers(head) ? head.of_numbers : head}
                  </th>
                ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
        {foot && <tfoot>{foot}</tfoot>}
      </table>
    </div>
  );
}
