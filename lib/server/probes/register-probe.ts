import type { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { issueWords } from '@/lib/core/errors/issue-problems'
import type { Judgement, ProbeContext, ProbeDefinition } from '@/lib/core/probes/probe-definition'

/** A probe kind with its settings and measurement types closed in, so that all kinds fit one list. */
export interface RegisteredProbe {
  readonly kind: string
  readonly title: string
  /** What the settings of the kind must be; also published as JSON Schema. */
  readonly settings: z.ZodType
  /** Measures and judges. Throws `bad-input` for settings that the kind does not take. */
  observe(settings: unknown, context: ProbeContext): Promise<Judgement>
}

export function registerProbe<Settings, Measurement>(
  definition: ProbeDefinition<Settings, Measurement>,
): RegisteredProbe {
  const read = settingsReader(definition)
  return {
    kind: definition.kind,
    title: definition.title,
    settings: definition.settings,
    async observe(rawSettings, context) {
      const settings = read(rawSettings)
      const measurement = await definition.measure(settings, context)
      return definition.judge(measurement, settings, context.nowMs())
    },
  }
}

/** Parses each settings object once: the scheduler hands over the same object at every probe. */
function settingsReader<Settings, Measurement>(definition: ProbeDefinition<Settings, Measurement>) {
  const parsed = new WeakMap<object, Settings>()
  return (raw: unknown): Settings => {
    if (typeof raw !== 'object' || raw === null) throw unfit(definition.kind, 'settings are missing')
    const known = parsed.get(raw)
    if (known !== undefined) return known
    const result = definition.settings.safeParse(raw)
    if (!result.success) throw unfit(definition.kind, issueWords(result.error))
    parsed.set(raw, result.data)
    return result.data
  }
}

function unfit(kind: string, why: string): AppError {
  return new AppError('bad-input', `the settings do not fit the probe kind ${kind}: ${why}`)
}
