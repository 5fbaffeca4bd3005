using Hourglass.Cli.Hosting;

// First of all, before anything else is loaded: what follows has no way to say so.
return OpenFiles.AreTooFew() ? ExitCodes.Failure : HourglassTool.Run(args, ToolConsole.OfProcess());
