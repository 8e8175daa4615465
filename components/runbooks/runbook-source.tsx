import styles from './runbook-page.module.css'

/** The file as it is, and the hash that a run pins. */
export function RunbookSource({ source, hash }: { readonly source: string; readonly hash: string }) {
  return (
    <details className={styles.source}>
      <summary>
        SHA-256 <code>{hash}</code>
      </summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>{source}</pre>
    </details>
  )
}
