import type { RunWire } from '@/lib/core/api/runs'
import { initials } from './initials'
import styles from './run-aside.module.css'

/** Who looks at the run now. */
export function Presence({ present }: Pick<RunWire, 'present'>) {
  return (
    <section className={styles.part} aria-label="Here now">
      <h3>Here now</h3>
      {present.length === 0 ? (
        <p className={styles.quiet}>nobody else</p>
      ) : (
        <ul className={styles.people}>
          {present.map(({ name, role }) => (
            <li key={name}>
              <span className={styles.badge} aria-hidden>
                {initials(name)}
              </span>
              <span>
                {name} <small>{role}</small>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
