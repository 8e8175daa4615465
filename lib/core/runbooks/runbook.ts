import { z } from 'zod'
import { roles } from '@/lib/core/auth/role'
import { slugSchema } from '@/lib/core/inventory/slug'

/** The phases of the RTO clock, in their order. */
export const runPhases = [
  'detect',
  'decide',
  'approve',
  'fence',
  'promote',
  'reroute',
  'restore',
  'verify',
] as const
export type RunPhase = (typeof runPhases)[number]

export const stepKinds = ['check', 'action', 'manual', 'wait', 'notify', 'decision'] as const

const stepFields = {
  key: slugSchema.meta({ description: 'Unique in the runbook; names the step in the API.' }),
  phase: z.enum(runPhases),
  /** The step is left out of the plan unless the run's choice or parameter has this value. */
  when: z.record(z.string(), z.union([z.string(), z.boolean()])).optional(),
  /** Begins by itself as soon as the step before it is done; others wait for a person. */
  automatic: z.boolean().default(false),
  timeoutSeconds: z.number().min(1).max(14_400).default(60),
}

/** Who must agree before a step is executed. Never the person who asked for it, unless glass is broken. */
export const approvalRuleSchema = z.strictObject({
  role: z.enum(roles).default('commander'),
  count: z.int().min(1).max(5).default(1),
  timeoutMinutes: z.number().min(1).max(1_440).default(30),
})

const settings = z.record(z.string(), z.unknown()).default({})

/** The fenced `step` block of one heading, for the engine. */
export const stepBlockSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...stepFields,
    kind: z.literal('check'),
    check: z.string().meta({ description: 'A check kind of the registry.' }),
    settings,
  }),
  z.strictObject({
    ...stepFields,
    kind: z.literal('action'),
    action: z.string().meta({ description: 'An action kind of the registry.' }),
    settings,
    /** What people must type before it is executed, or `$name`; destructive actions need one. */
    confirm: z.string().optional(),
    approvals: approvalRuleSchema.optional(),
    /** The `recovery` step or runbook that takes the effect back once the run has ended, or where there is no undo. */
    wayBack: slugSchema.optional(),
  }),
  z.strictObject({
    ...stepFields,
    kind: z.literal('manual'),
    role: z.enum(roles).default('operator'),
    /** Asks for a sentence of evidence that is kept in the report. */
    evidence: z.string().optional(),
  }),
  z.strictObject({
    ...stepFields,
    kind: z.literal('wait'),
    /** A check that must become true, asked every `everySeconds` until the time-out. */
    until: z.string(),
    settings,
    everySeconds: z.number().min(0.2).max(300).default(2),
  }),
  z.strictObject({
    ...stepFields,
    kind: z.literal('notify'),
    channels: z.array(slugSchema).min(1).meta({ description: 'Connectors: slack, email.' }),
    message: z.string().min(1),
  }),
  z.strictObject({
    ...stepFields,
    kind: z.literal('decision'),
    role: z.enum(roles).default('commander'),
    options: z
      .array(z.strictObject({ value: slugSchema, title: z.string(), consequence: z.string() }))
      .min(2),
  }),
])
export type StepBlock = z.infer<typeof stepBlockSchema>

export const runbookFrontMatterSchema = z.strictObject({
  id: slugSchema,
  title: z.string().min(1),
  scenario: z.string().min(1).meta({ description: 'One sentence: what has happened.' }),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  /** Objectives in seconds; an RTO of 0 means at once. */
  rtoSeconds: z.number().min(0),
  rpoSeconds: z.number().min(0),
  /** Nodes that the runbook acts on, or `$name` for the one that a parameter gives; a red one among them offers it. */
  targets: z.array(z.string().regex(/^\$?[a-z0-9]+(-[a-z0-9]+)*$/)).min(1),
  /** Names that a run locks while it is active: one active run a lock. */
  locks: z.array(slugSchema).min(1),
  triggers: z.array(z.string()).default([]),
  /** The runbook that undoes it afterwards. */
  wayBack: slugSchema.optional(),
  /** Asked when a run starts. */
  parameters: z
    .array(
      z.strictObject({
        name: slugSchema,
        title: z.string(),
        options: z.array(z.string()).optional(),
        default: z.string(),
      }),
    )
    .default([]),
  specifiedIn: z.array(z.string()).min(1),
})
export type RunbookFrontMatter = z.infer<typeof runbookFrontMatterSchema>

export interface RunbookStep {
  readonly title: string
  /** Markdown for people, without the block. */
  readonly prose: string
  /** Line of the heading in the file, from 1. */
  readonly line: number
  readonly block: StepBlock
}

/** A runbook as parsed from its file. `hash` is SHA-256 of the source, in hex: a run pins it. */
export interface Runbook extends RunbookFrontMatter {
  readonly introduction: string
  readonly steps: readonly RunbookStep[]
  readonly source: string
  readonly hash: string
}
