// Short names for types of the contract (handlers/openapi).
import type { components, paths } from './schema'

type Schemas = components['schemas']
export type Person = Schemas['Person']
export type Posting = Schemas['Posting']
export type Report = Schemas['Report']
export type ReportDetail = Schemas['ReportDetail']
export type NeighbourReport = Schemas['NeighbourReport']
export type ReportEvent = Schemas['Event']
export type Draft = Schemas['Draft']
export type File = Schemas['File']
export type Area = Schemas['Area']
export type Board = Schemas['Board']
export type Booking = Schemas['Booking']
export type Service = Schemas['Service']
export type Session = Schemas['Session']
export type Period = Schemas['Period']
export type Notice = Schemas['Notice']
export type Alert = Schemas['Alert']
export type Call = Schemas['Call']
export type Entry = Schemas['Entry']
export type { components, paths }
