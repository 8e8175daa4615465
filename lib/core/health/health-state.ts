import { z } from 'zod'

/** What one judged observation says. `unknown` means that the probe could not look, not that the node is bad. */
export const verdictStatuses = ['healthy', 'degraded', 'down', 'unknown'] as const
export type VerdictStatus = (typeof verdictStatuses)[number]

/** What is shown: a verdict, or that people are working on it. */
export const healthStatuses = [...verdictStatuses, 'maintenance'] as const
export type HealthStatus = (typeof healthStatuses)[number]

const policyFields = {
  intervalSeconds: z
    .number()
    .min(1)
    .max(86_400)
    .meta({ description: 'Time between two probes, in seconds.' }),
  timeoutSeconds: z.number().min(0.1).max(60).meta({ description: 'Deadline of one probe, in seconds.' }),
  retrySeconds: z
    .number()
    .min(0.2)
    .max(60)
    .meta({ description: 'Time until the next probe while the state is in doubt.' }),
  failureThreshold: z
    .int()
    .min(1)
    .max(20)
    .meta({ description: 'Bad observations in a row before the state worsens.' }),
  successThreshold: z
    .int()
    .min(1)
    .max(20)
    .meta({ description: 'Good observations in a row before the state recovers.' }),
  graceSeconds: z
    .number()
    .min(0)
    .max(3600)
    .meta({ description: 'Added to the shelf life of an observation.' }),
}

/** When and how sure a probe must be before its state changes. Times in seconds. */
export const probePolicySchema = z.strictObject({
  intervalSeconds: policyFields.intervalSeconds.default(10),
  timeoutSeconds: policyFields.timeoutSeconds.default(5),
  retrySeconds: policyFields.retrySeconds.default(2),
  failureThreshold: policyFields.failureThreshold.default(3),
  successThreshold: policyFields.successThreshold.default(2),
  graceSeconds: policyFields.graceSeconds.default(5),
})
export type ProbePolicy = z.infer<typeof probePolicySchema>
/** What one probe declares of its policy: the rest stays open, so that a declaration reads back as it was. */
export const probePolicyOverridesSchema = z.strictObject(policyFields).partial()
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
  /** The one number that its kind keeps of every observation, for the questions that come afterwards. */
  readonly kept?: number
}

/** Observations in a row that agree on something; `sinceMs` is the start of the first, 0 when there is none. */
const runSchema = z.object({ count: z.int().min(0), sinceMs: z.number() }).readonly()
export type Run = z.infer<typeof runSchema>

/** A change that is not certain yet: the `count` newest observations support `status`. */
const softStateSchema = z
  .object({
    status: z.enum(verdictStatuses),
    count: z.int().min(1),
    sinceMs: z.number(),
    reason: z.string(),
    /** A held connection broke: the doubt is settled within seconds. */
    isQuick: z.boolean(),
  })
  .readonly()
export type SoftState = z.infer<typeof softStateSchema>

/**
 * What is remembered of one probe between two observations. Plain data: it is stored as it is, and parsed
 * with this schema when it is read back. Only `nextHealth` makes it.
 */
export const probeHealthSchema = z
  .object({
    /** The hard state. It says nothing after `validUntilMs`: read it through `healthAt`. */
    status: z.enum(verdictStatuses),
    /** When the hard state began, as far as it was observed without a gap. */
    sinceMs: z.number(),
    reason: z.string(),
    soft: softStateSchema.nullable(),
    /** End of the newest observation that could look. */
    observedAtMs: z.number(),
    /** End of the newest observation of all; older ones that arrive later are ignored. */
    lastFinishedAtMs: z.number(),
    /** After this instant the health is unknown, whoever stopped. */
    validUntilMs: z.number(),
    isFlapping: z.boolean(),
    /** Share of weighted changes among the remembered results, 0 to 100. */
    flapPercent: z.number(),
    /** Hard results and soft recoveries, newest last, as indexes into `verdictStatuses`; at most 21. */
    recent: z.array(z.int()).readonly(),
    /** Start of the first failed observation of the outage that is going on; the RTO clock starts here. */
    failingSinceMs: z.number().nullable(),
    /** The newest observations in a row that were so; those that could not look neither count nor interrupt. */
    runs: z
      .object({
        healthy: runSchema,
        /** Healthy or degraded. */
        working: runSchema,
        /** Degraded or down. */
        unhealthy: runSchema,
        down: runSchema,
        unknown: runSchema,
      })
      .readonly(),
  })
  .readonly()
export type ProbeHealth = z.infer<typeof probeHealthSchema>
