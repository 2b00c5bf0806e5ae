import { Project, type Measured, type Side } from "./project.ts";
import { declared } from "./sides.ts";
import { Tenant, type Pace } from "./tenant.ts";

/** A side with a tenant of its own. */
export class Scene implements AsyncDisposable {
  readonly tenant: Tenant;
  readonly project: Project;

  private constructor(tenant: Tenant, project: Project) {
    this.tenant = tenant;
    this.project = project;
  }

  /** Makes a tenant and a project that declares so many connections. */
  static async create(side: Side, pace: Pace, count: number): Promise<Scene> {
    const tenant = await Tenant.start(pace);
    const project = await Project.create(side, tenant);
    await project.write("declared.json", declared(count));
    return new Scene(tenant, project);
  }

  /** The same with connections that exist; how long it takes to make them counts for nothing. */
  static async createExisting(side: Side, pace: Pace, count: number): Promise<Scene> {
    const scene = await Scene.create(side, pace, count);
    await scene.project.up(["--parallel", "64"], QUICK);
    return scene;
  }

  declare(count: number, secret?: string): Promise<void> {
    return this.project.write("declared.json", declared(count, secret));
  }

  /** Requests to the tenant while a command runs. */
  requestsOf(command: () => Promise<Measured>): Promise<number> {
    return this.tenant.requestsOf(command);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.project[Symbol.asyncDispose]();
    await this.tenant[Symbol.asyncDispose]();
  }
}

/** Writes the state once, at the end. */
export const QUICK = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };
