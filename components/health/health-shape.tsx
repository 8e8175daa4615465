import type { HealthStatus } from '@/lib/core/health/health-state'

/** What the map shows beyond a measured health: declared and not built, or without a health of its own. */
export type ShownHealth = HealthStatus | 'planned'

/** One shape a health, so that nobody needs the colour: circle, triangle, octagon, broken ring, square. */
export function HealthShape({ status, size = 11 }: { readonly status: ShownHealth; readonly size?: number }) {
  return (
    <svg viewBox="0 0 12 12" width={size} height={size} fill="currentColor" aria-hidden="true">
      {shapes[status]}
    </svg>
  )
}

const shapes = {
  healthy: <circle cx="6" cy="6" r="4.5" />,
  degraded: <path d="M6 1 11 10.5H1z" />,
  down: <path d="M3.6 1h4.8L11 3.6v4.8L8.4 11H3.6L1 8.4V3.6z" />,
  unknown: (
    <circle
      cx="6"
      cy="6"
      r="4.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeDasharray="2 1.6"
    />
  ),
  maintenance: <rect x="1.5" y="1.5" width="9" height="9" rx="2" />,
  planned: (
    <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.2" strokeDasharray="1 2" />
  ),
} as const
