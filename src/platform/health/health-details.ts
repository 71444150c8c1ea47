import { Injectable } from '@nestjs/common';

/** Facts for people at `GET /health`: plain values, no secrets. */
export type HealthDetail = () =>
  Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;

/**
 * Where rooms above register what `GET /health` shall tell of them. A detail never decides whether the service is
 * healthy; one that throws is shown as degraded.
 */
@Injectable()
export class HealthDetails {
  private readonly details = new Map<string, HealthDetail>();

  /** @param name the key in the answer; a later registration of the same name replaces the earlier one */
  register(name: string, detail: HealthDetail): void {
    this.details.set(name, detail);
  }

  entries(): readonly (readonly [name: string, detail: HealthDetail])[] {
    return [...this.details];
  }
}
