import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { issueProblems, problemWords } from '@/lib/core/errors/issue-problems'

const envSchema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  NEXTAUTH_URL: z.url({ protocol: /^https?$/ }).optional(),
  NEXTAUTH_SECRET: z.string().min(32).optional(),
  /** Loopback port on which the worker serves /metrics and /healthz; it serves neither without. */
  SWITCHYARD_WORKER_METRICS: z.coerce.number().int().min(1).max(65_535).optional(),
  /** How many reverse proxies of one's own stand before the web process; each adds to X-Forwarded-For. */
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  /** The folder of the runbooks, `runbooks` of the program by default. */
  SWITCHYARD_RUNBOOKS: z.string().min(1).optional(),
  /** Verifier keys, spaces between them, that may have signed checkpoints of the audit log besides the worker's own. */
  SWITCHYARD_AUDIT_KEYS: z
    .string()
    .default('')
    .transform((text) => text.split(/\s+/).filter((key) => key !== '')),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
})
export type Env = z.infer<typeof envSchema>

/** Reads the environment; throws `bad-input` naming each variable that is wrong and what it must be. */
export function readEnv(variables: Readonly<Record<string, string | undefined>> = process.env): Env {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const parsed = envSchema.safeParse(given)
  if (parsed.success) return parsed.data
  const problems = issueProblems(parsed.error)
  const list = problems.map(problemWords).join('; ')
  throw new AppError('bad-input', `The environment is not valid: ${list}`, { problems })
}
