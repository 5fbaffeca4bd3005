using Hourglass.Cli.Hosting;
using Hourglass.Cli.InMemory;

// First of all, before anything else is loaded: what follows has no way to say so.
if (OpenFiles.AreTooFew())
{
    return ExitCodes.Failure;
}

ModelFactory.Cache = ModelCache.OfUser();
return HourglassTool.Run(args, ToolConsole.OfProcess());
