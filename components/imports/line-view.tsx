import type { ImportPreviewWire } from '@/lib/core/api/imports'
import { Table } from '../ui/table'
import styles from './imports.module.css'

/** Line by line: what was not understood first, for that is what people must look at. */
export function LineView({ preview }: { readonly preview: ImportPreviewWire }) {
  const { understood, understoodCount, notUnderstood, notUnderstoodCount, encoding, contentHash } = preview
  return (
    <div className={styles.lines}>
      <p className={styles.summary}>
        <b>{understoodCount}</b> understood, <b>{notUnderstoodCount}</b> not. {encoding}, SHA-256{' '}
        <code title={contentHash}>{contentHash.slice(0, 12)}</code>
      </p>
      {notUnderstoodCount > 0 ? (
        <div className={styles.left}>
          <h3>Not understood</h3>
          <Table label="Not understood" isScrolling columns={['Line', 'Text', 'Why not', 'What would help']}>
            {notUnderstood.map(({ line, text, reason, remedy }) => (
              <tr key={`${line}:${reason}:${text}`}>
                <th scope="row">
                  <span className={styles.word}>Line </span>
                  {line}
                </th>
                <td className={styles.text}>{text}</td>
                <td>{reason}</td>
                <td>{remedy}</td>
              </tr>
            ))}
          </Table>
          <MoreLines shown={notUnderstood.length} count={notUnderstoodCount} />
        </div>
      ) : null}
      <details open={notUnderstoodCount === 0}>
        <summary>Understood ({understoodCount})</summary>
        <Table label="Understood" isScrolling columns={['Line', 'Text', 'Understood as']}>
          {understood.map(({ line, text, as }) => (
            <tr key={`${line}:${as}:${text}`}>
              <th scope="row">
                <span className={styles.word}>Line </span>
                {line}
              </th>
              <td className={styles.text}>{text}</td>
              <td>{as}</td>
            </tr>
          ))}
        </Table>
        <MoreLines shown={understood.length} count={understoodCount} />
      </details>
    </div>
  )
}

function MoreLines({ shown, count }: { readonly shown: number; readonly count: number }) {
  return shown < count ? (
    <p className={styles.summary}>
      The first {shown} of {count}.
    </p>
  ) : null
}
