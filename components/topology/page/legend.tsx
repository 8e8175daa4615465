import { HealthMark } from '../../health/health-mark'
import styles from './topology-page.module.css'

const shown = ['healthy', 'degraded', 'down', 'unknown', 'maintenance', 'planned'] as const

export function Legend() {
  return (
    <ul className={styles.legend} aria-label="Legend">
      {shown.map((status) => (
        <li key={status}>
          <HealthMark status={status} />
        </li>
      ))}
      <li>── traffic</li>
      <li>╌╌ replication, backup</li>
    </ul>
  )
}
