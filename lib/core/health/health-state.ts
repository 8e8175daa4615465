import { z } from 'zod'

/** What one judged observation says. `unknown` means that the probe could not look, not that the node is bad. */
export const verdictStatuses = ['healthy', 'degraded', 'down', 'unknown'] as const
export type VerdictStatus = (typeof verdictStatuses)[number]

/** What is shown: a verdict, or that people are working on it. */
export const healthStatuses = [...verdictStatuses, 'maintenance'] as const
export type HealthStatus = (typeof healthStatuses)[number]

/** When and how sure a probe must be before its state changes. Times in seconds. */
export const probePolicySchema = z.strictObject({
  intervalSeconds: z
    .number()
    .min(1)
    .max(86_400)
    .default(10)
    .meta({ description: 'Time between two probes, in seconds.' }),
  timeoutSeconds: z
    .number()
    .min(0.1)
    .max(60)
    .default(5)
    .meta({ description: 'Deadline of one probe, in seconds.' }),
  retrySeconds: z
    .number()
    .min(0.2)
    .max(60)
    .default(2)
    .meta({ description: 'Time until the next probe while the state is in doubt.' }),
  failureThreshold: z
    .int()
    .min(1)
    .max(20)
    .default(3)
    .meta({ description: 'Bad observations in a row before the state worsens.' }),
  successThreshold: z
    .int()
    .min(1)
    .max(20)
    .default(2)
    .meta({ description: 'Good observations in a row before the state recovers.' }),
  graceSeconds: z
    .number()
    .min(0)
    .max(3600)
    .default(5)
    .meta({ description: 'Added to the shelf life of an observation.' }),
})
export type ProbePolicy = z.infer<typeof probePolicySchema>
export const defaultProbePolicy: ProbePolicy = probePolicySchema.parse({})

/** A line of evidence that people can read: `{label: 'Certificate', value: 'expires 2027-01-02'}`. */
export interface EvidenceLine {
  readonly label: string
  readonly value: string
}

/** One judged measurement of one probe. */
export interface Observation {
  readonly startedAtMs: number
  readonly finishedAtMs: number
  readonly status: VerdictStatus
  /** One short sentence for people, no trailing full stop: `refused the connection`. */
  readonly reason: string
}

/** A change that is not certain yet: `status` was seen `count` times in a row. */
export interface SoftState {
  readonly status: VerdictStatus
  readonly count: number
  readonly sinceMs: number
}

/** What is remembered of one probe between two observations. Plain data: it is stored as it is. */
export interface ProbeHealth {
  /** The hard state. */
  readonly status: VerdictStatus
  /** When the hard state began. */
  readonly sinceMs: number
  readonly reason: string
  readonly soft: SoftState | null
  readonly observedAtMs: number
  /** After this instant the health is unknown, whoever stopped. */
  readonly validUntilMs: number
  readonly isFlapping: boolean
  /** Share of weighted changes among the remembered observations, 0 to 100. */
  readonly flapPercent: number
  /** The newest observations, newest last, as indexes into `verdictStatuses`; at most 21. */
  readonly recent: readonly number[]
  /** First failed observation of the outage that is going on; the RTO clock starts here. */
  readonly failingSinceMs: number | null
}
