import type { z } from 'zod'
import { suggestName } from '@/lib/core/inventory/nearest-name'
import { parameterNamed } from './run-parameters'
import type { Runbook, RunbookStep, StepBlock } from './runbook'

/** A kind as far as a runbook must know it. */
export interface KnownKind {
  readonly kind: string
  readonly settings: z.ZodType
}

export interface KnownActionKind extends KnownKind {
  readonly isDestructive: boolean
  destroysWith?(settings: unknown): boolean
}

/** What a runbook may name. */
export interface RunbookWorld {
  readonly actions: readonly KnownActionKind[]
  readonly checks: readonly KnownKind[]
  readonly runbooks: ReadonlySet<string>
  /** Undefined when no inventory is at hand: then nodes and connectors are not looked up. */
  readonly inventory?: { readonly nodes: ReadonlySet<string>; readonly connectors: ReadonlySet<string> }
}

type Path = readonly (string | number)[]

export interface RunbookProblem {
  /** Below the front matter, or `steps`, the number of the step from 0, and inside its block. */
  readonly path: Path
  readonly message: string
  readonly remedy: string
  /** Settings that do not fit: zod's error, for whoever can put it into words. */
  readonly settings?: { readonly error: z.ZodError; readonly schema: z.ZodType; readonly input: unknown }
}

/** What a runbook of the right shape still gets wrong. Empty when it could be run. */
export function checkRunbook(runbook: Runbook, world: RunbookWorld): readonly RunbookProblem[] {
  return [
    ...headProblems(runbook, world),
    ...runbook.steps.flatMap((step, index) => stepProblems(step, index, runbook, world)),
  ]
}

function headProblems(runbook: Runbook, { inventory, runbooks }: RunbookWorld): readonly RunbookProblem[] {
  const nodes = inventory?.nodes
  return [
    ...runbook.targets.flatMap((target, index) => {
      const path = ['targets', index]
      const parameter = unknownParameter(target, runbook, path)
      if (parameter !== null) return parameter
      return nodes ? missing('node', target, nodes, path) : []
    }),
    ...(runbook.wayBack === undefined ? [] : missing('runbook', runbook.wayBack, runbooks, ['wayBack'])),
    ...runbook.parameters.flatMap(({ options, default: given }, index) =>
      options ? missing('option', given, new Set(options), ['parameters', index, 'default']) : [],
    ),
  ]
}

/** Null for a text that stands for itself. */
function unknownParameter(
  text: string,
  { parameters }: Runbook,
  path: Path,
): readonly RunbookProblem[] | null {
  const name = parameterNamed(text)
  if (name === undefined) return null
  return missing('parameter', name, new Set(parameters.map((each) => each.name)), path)
}

function stepProblems(
  { block }: RunbookStep,
  index: number,
  runbook: Runbook,
  world: RunbookWorld,
): readonly RunbookProblem[] {
  const at = (...path: Path): Path => ['steps', index, ...path]
  const twin = runbook.steps.findIndex((other) => other.block.key === block.key)
  const doubled =
    twin < index
      ? [
          {
            path: at('key'),
            message: `the key ${block.key} is given twice`,
            remedy: `Step ${twin + 1} has it too; a key names one step.`,
          },
        ]
      : []
  return [...doubled, ...conditionProblems(block, index, runbook), ...kindProblems(block, at, runbook, world)]
}

function kindProblems(
  block: StepBlock,
  at: (...path: Path) => Path,
  runbook: Runbook,
  world: RunbookWorld,
): readonly RunbookProblem[] {
  switch (block.kind) {
    case 'check':
      return settingsProblems('check', block.check, block.settings, {
        known: world.checks,
        at,
        field: 'check',
      })
    case 'wait':
      return settingsProblems('check', block.until, block.settings, {
        known: world.checks,
        at,
        field: 'until',
      })
    case 'action':
      return [
        ...settingsProblems('action', block.action, block.settings, {
          known: world.actions,
          at,
          field: 'action',
        }),
        ...confirmProblems(block, at, world),
        ...(unknownParameter(block.confirm ?? '', runbook, at('confirm')) ?? []),
        ...fixedNameProblems(block, at('confirm'), runbook),
        ...(block.wayBack === undefined || runbook.steps.some(({ block: { key } }) => key === block.wayBack)
          ? []
          : missing('runbook or step', block.wayBack, world.runbooks, at('wayBack'))),
      ]
    case 'notify': {
      const connectors = world.inventory?.connectors
      return block.channels.flatMap((channel, index) =>
        connectors ? missing('connector', channel, connectors, at('channels', index)) : [],
      )
    }
    case 'manual':
    case 'decision':
      return []
  }
}

function confirmProblems(
  block: Extract<StepBlock, { kind: 'action' }>,
  at: (...path: Path) => Path,
  world: RunbookWorld,
): readonly RunbookProblem[] {
  const action = world.actions.find(({ kind }) => kind === block.action)
  if (!action?.isDestructive && !action?.destroysWith?.(block.settings)) return []
  const unconfirmed = {
    path: at('action'),
    message: `${block.action} is destructive and has no confirmation`,
    remedy: 'Add confirm: with the name of the target, which people must type.',
  }
  const selfMoved = {
    path: at('automatic'),
    message: `${block.action} is destructive and begins by itself`,
    remedy: 'Remove automatic: a person decides to destroy.',
  }
  return [...(block.confirm === undefined ? [unconfirmed] : []), ...(block.automatic ? [selfMoved] : [])]
}

/** Typed on another day it would confirm one server while the step acts on the other. */
function fixedNameProblems(
  { confirm, settings }: Extract<StepBlock, { kind: 'action' }>,
  path: Path,
  { parameters }: Runbook,
): readonly RunbookProblem[] {
  if (confirm === undefined) return []
  const asked = new Set(textsIn(settings).map(parameterNamed))
  return parameters
    .filter(({ name, options }) => asked.has(name) && options?.includes(confirm))
    .map(({ name }) => ({
      path,
      message: `${confirm} is always typed, and the step acts on what is chosen as ${name}`,
      remedy: `Write confirm: $${name}.`,
    }))
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : []
}

/** `when` names a parameter, or a decision that was taken before. */
function conditionProblems(block: StepBlock, index: number, runbook: Runbook): readonly RunbookProblem[] {
  const valuesOf = new Map<string, readonly string[] | undefined>()
  for (const parameter of runbook.parameters) valuesOf.set(parameter.name, parameter.options)
  for (const { block: earlier } of runbook.steps.slice(0, index)) {
    if (earlier.kind === 'decision') {
      valuesOf.set(
        earlier.key,
        earlier.options.map(({ value }) => value),
      )
    }
  }
  return Object.entries(block.when ?? {}).flatMap(([name, value]) => {
    const path: Path = ['steps', index, 'when', name]
    if (!valuesOf.has(name))
      return missing('parameter or earlier decision', name, new Set(valuesOf.keys()), path)
    const values = valuesOf.get(name)
    return values ? missing('value', String(value), new Set(values), path) : []
  })
}

interface SettingsPlace {
  readonly known: readonly KnownKind[]
  readonly at: (...path: Path) => Path
  readonly field: string
}

function settingsProblems(
  what: string,
  kind: string,
  settings: unknown,
  { known, at, field }: SettingsPlace,
): readonly RunbookProblem[] {
  const found = known.find((each) => each.kind === kind)
  if (!found) return missing(`${what} kind`, kind, new Set(known.map((each) => each.kind)), at(field))
  const result = found.settings.safeParse(settings)
  if (result.success) return []
  const details = { error: result.error, schema: found.settings, input: settings }
  const message = `the settings do not fit ${kind}`
  return [{ path: at('settings'), message, remedy: 'Change them to fit.', settings: details }]
}

function missing(
  what: string,
  name: string,
  known: ReadonlySet<string>,
  path: Path,
): readonly RunbookProblem[] {
  if (known.has(name)) return []
  return [{ path, message: `there is no ${what} ${name}`, remedy: suggestName(name, known) }]
}
