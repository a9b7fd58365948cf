using FacetExplorer.Engines.Elasticsearch;

namespace FacetExplorer.Tests.Engines.Elasticsearch;

public sealed class FailureLogTests
{
    private readonly TestClock _clock = new();
    private readonly LogLines _log = new();

    [Fact]
    public void A_failure_is_logged_once_and_that_it_is_over()
    {
        var failures = new FailureLog(_log, _clock);
        for (var i = 0; i < 100; i++)
        {
            failures.Failed(ElasticsearchException.Unreachable("refused"));
            failures.Failed(ElasticsearchException.Late("4 s"));
            _clock.Advance(TimeSpan.FromSeconds(3));
        }
        failures.Answered();
        failures.Answered();
        Assert.Equal(["The search server does not answer. refused", "The search server took too long to answer. 4 s", "Elasticsearch answers again"], _log.Lines);
    }

    [Fact]
    public void One_that_comes_and_goes_is_no_flood()
    {
        var failures = new FailureLog(_log, _clock);
        for (var i = 0; i < 1000; i++)
        {
            failures.Failed(ElasticsearchException.Late("4 s"));
            _clock.Advance(TimeSpan.FromMilliseconds(60));
            failures.Answered();
            _clock.Advance(TimeSpan.FromMilliseconds(60));
        }
        Assert.Equal(4, _log.Lines.Count); // two minutes
        _clock.Advance(TimeSpan.FromMinutes(1));
        failures.Failed(ElasticsearchException.Late("4 s"));
        Assert.Equal(5, _log.Lines.Count);
    }
}
