using Hourglass.Cli.Hosting;

return HourglassTool.Run(args, ToolConsole.OfProcess());
