import styles from './check-list.module.css'

/** What was seen, so that people can check a judgement. */
export function Evidence({
  lines,
}: {
  readonly lines: readonly { readonly label: string; readonly value: string }[]
}) {
  return (
    <dl className={styles.evidence}>
      {lines.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
