import type { RunWire } from '@/lib/core/api/runs'
import { initials } from './initials'
import styles from './run-aside.module.css'

/** Who looks at the run now, and which of them leads it. */
export function Presence({ run: { present, commander } }: { readonly run: RunWire }) {
  const isLeaderHere = present.some(({ isCommander }) => isCommander)
  return (
    <section className={styles.part} aria-label="Here now">
      <h3>Here now</h3>
      {present.length === 0 ? (
        <p className={styles.quiet}>nobody else</p>
      ) : (
        <ul className={styles.people}>
          {present.map(({ name, role, isCommander }) => (
            <li key={name} className={isCommander ? styles.leader : undefined}>
              <span className={styles.badge} aria-hidden>
                {initials(name)}
              </span>
              <span>
                {name} <small>{role}</small>
              </span>
              {isCommander ? <b>leads this run</b> : null}
            </li>
          ))}
        </ul>
      )}
      {isLeaderHere || present.length === 0 ? null : (
        <p className={styles.quiet}>{commander} leads this run, and is not here.</p>
      )}
    </section>
  )
}
