using Service;

try
{
    await using var app = ScoreApp.Build(args);
    await app.RunAsync();
    return 0;
}
catch (Hourglass.HourglassException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
